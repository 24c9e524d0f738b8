package dev.muster.transport.jgroups.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sockets are used: native ones where their library is, else the JDK's.
 *
 * @param factory what serves them
 * @param server those that listen
 * @param client those that connect
 */
record Sockets(IoHandlerFactory factory, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

	private static final Logger logger = LoggerFactory.getLogger(Sockets.class);

	static Sockets best() {
		try {
			Class.forName("io.netty.channel.epoll.Epoll", false, Sockets.class.getClassLoader());
			return Native.sockets();
		}
		catch (ClassNotFoundException | LinkageError ex) {
			logger.trace("No native sockets", ex);
			return jdk();
		}
	}

	private static Sockets jdk() {
		return new Sockets(NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class);
	}

	/**
	 * Apart, since its classes may not be there.
	 */
	private static final class Native {

		private static Sockets sockets() {
			return Epoll.isAvailable()
					? new Sockets(EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class)
					: jdk();
		}

	}

}
