package dev.muster.test.netns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A process that shows whether a host reaches another: {@code listen ADDRESS}, or
 * {@code connect ADDRESS}, which ends with 0 when connected and with 1 when nothing came
 * back.
 */
public final class Probe {

	private static final int PORT = 4711;

	private static final int TIMEOUT_MILLIS = 2500; // longer than one lost packet takes

	private Probe() {
	}

	/**
	 * Listen or connect.
	 * @param args what to do, and the address
	 * @throws IOException if something else goes wrong than a timeout
	 */
	public static void main(String[] args) throws IOException {
		if (args[0].equals("listen")) {
			try (ServerSocket server = new ServerSocket(PORT, 10, InetAddress.getByName(args[1]))) {
				System.out.println("listening");
				while (true) {
					server.accept().close();
				}
			}
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(args[1], PORT), TIMEOUT_MILLIS);
		}
		catch (SocketTimeoutException ex) {
			System.exit(1);
		}
	}

}
