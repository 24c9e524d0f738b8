package dev.muster.transport.jgroups;

import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import dev.muster.Registration;
import dev.muster.transport.LinkOptions;
import dev.muster.transport.TlsMaterial;
import dev.muster.transport.TransportException;
import dev.muster.transport.TransportSecurity;
import dev.muster.transport.TransportSettings;
import dev.muster.transport.jgroups.netty.LinkListener;
import dev.muster.transport.jgroups.netty.LinkSecurity;
import dev.muster.transport.jgroups.netty.LinkSettings;
import dev.muster.transport.jgroups.netty.Links;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

/**
 * Makes the connections of a transport as its settings say.
 */
final class LinkFactory {

	private final LinkSettings settings;

	private final TransportSecurity security;

	LinkFactory(String clusterName, TransportSettings settings) {
		LinkSettings.Protocol protocol = new LinkSettings.Protocol(clusterName, Hello.MIN_VERSION, Hello.MAX_VERSION,
				Hello.FEATURES);
		this.settings = settings(protocol, settings.links());
		this.security = settings.security();
	}

	static LinkSettings settings(LinkSettings.Protocol protocol, LinkOptions options) {
		LinkSettings.Bounds bounds = LinkSettings.Bounds.defaults();
		LinkSettings.LaneBound payload = new LinkSettings.LaneBound(options.queueFrames(), options.queueSize());
		return new LinkSettings(protocol,
				new LinkSettings.Bounds(bounds.maxFrame(), bounds.urgent(), payload, bounds.lowWaterMark(),
						bounds.highWaterMark(), options.maxHalfOpen(), options.maxHalfOpenPerHost(),
						options.maxPeers()),
				new LinkSettings.Timeouts(options.connectTimeout(), options.handshakeTimeout(), options.closeTimeout(),
						options.minBackOff(), options.maxBackOff()));
	}

	/**
	 * Make connections.
	 * @param listener is told what comes
	 * @return connections that are replaced when there are other certificates
	 */
	Opened open(LinkListener listener) {
		if (this.security instanceof TransportSecurity.Tls tls) {
			TlsContexts contexts = new TlsContexts(tls.source()::material);
			LinkSecurity.Verification verification = tls.verifyHost() ? LinkSecurity.Verification.HOST
					: LinkSecurity.Verification.CERTIFICATE;
			Links links = new Links(this.settings,
					new LinkSecurity.Tls(() -> contexts.server, () -> contexts.client, verification), listener);
			return new Opened(links, tls.source().addChangeListener(() -> {
				contexts.renew();
				links.rotate();
			}));
		}
		LinkSecurity plain = (this.security instanceof TransportSecurity.Secret secret)
				? new LinkSecurity.Secret(secret.secret()) : new LinkSecurity.Plain();
		return new Opened(new Links(this.settings, plain, listener), () -> {
		});
	}

	/**
	 * Connections, and what follows changes of certificates.
	 *
	 * @param links the connections
	 * @param renewal ends with them
	 */
	record Opened(Links links, Registration renewal) {

		void close() {
			this.renewal.close();
			this.links.close();
		}

	}

	private static final class TlsContexts {

		private final Supplier<TlsMaterial> source;

		private volatile SslContext server;

		private volatile SslContext client;

		TlsContexts(Supplier<TlsMaterial> source) {
			this.source = source;
			TlsMaterial material = source.get();
			this.server = server(material);
			this.client = client(material);
		}

		void renew() {
			TlsMaterial material = this.source.get();
			SslContext nextServer = server(material);
			SslContext nextClient = client(material); // both can be made, or none is
														// taken
			this.server = nextServer;
			this.client = nextClient;
		}

		private static SslContext server(TlsMaterial material) {
			return build(SslContextBuilder.forServer(material.keys()), material);
		}

		private static SslContext client(TlsMaterial material) {
			return build(SslContextBuilder.forClient().keyManager(material.keys()), material);
		}

		private static SslContext build(SslContextBuilder builder, TlsMaterial material) {
			try {
				return builder.trustManager(material.trust())
					.ciphers(material.ciphers().isEmpty() ? null : material.ciphers())
					.build();
			}
			catch (SSLException | IllegalArgumentException ex) {
				throw new TransportException("The keys and certificates cannot be used for TLS", ex);
			}
		}

	}

}
