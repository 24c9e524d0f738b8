package dev.muster.discovery.consul;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.apache.http.HttpHost;
import org.apache.http.conn.socket.LayeredConnectionSocketFactory;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens each connection with the keys and the trust of that time.
 */
final class CurrentTlsSocketFactory implements LayeredConnectionSocketFactory {

	private final ConsulTls tls;

	CurrentTlsSocketFactory(ConsulTls tls) {
		this.tls = tls;
	}

	private SSLConnectionSocketFactory current() {
		return new SSLConnectionSocketFactory(this.tls.context().get(), this.tls.verifyHost()
				? SSLConnectionSocketFactory.getDefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE);
	}

	@Override
	public Socket createSocket(HttpContext context) throws IOException {
		return new Socket();
	}

	@Override
	public Socket connectSocket(int connectTimeout, @Nullable Socket socket, HttpHost host,
			InetSocketAddress remoteAddress, @Nullable InetSocketAddress localAddress, HttpContext context)
			throws IOException {
		return current().connectSocket(connectTimeout, socket, host, remoteAddress, localAddress, context);
	}

	@Override
	public Socket createLayeredSocket(Socket socket, String target, int port, HttpContext context) throws IOException {
		return current().createLayeredSocket(socket, target, port, context);
	}

}
