package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import dev.muster.transport.jgroups.netty.LinkSecurity.Tls;
import dev.muster.transport.jgroups.netty.LinkSecurity.Verification;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sockets, and owns the threads that serve them.
 */
final class Connector implements Peer.Dialer {

	private static final Logger logger = LoggerFactory.getLogger(Links.class);

	/**
	 * Frames are written by one thread and given back by another, which costs twice the
	 * time with Netty's adaptive allocator.
	 */
	static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

	private static final int BACKLOG = 1024;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final LinkContext context;

	private final Sockets sockets = Sockets.best();

	private final Loops loops = new Loops(this.sockets.factory());

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Channel server;

	private volatile @Nullable InetAddress source;

	Connector(LinkContext context) {
		this.context = context;
	}

	private Bootstrap listening() {
		return new Bootstrap().group(this.loops.next())
			.channel(this.sockets.server())
			.option(ChannelOption.SO_REUSEADDR, true)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.option(ChannelOption.AUTO_READ, false)
			.handler(new Acceptor());
	}

	/** Load and initialize what binding takes. */
	void prepare() {
		listening().register().awaitUninterruptibly().channel().close().awaitUninterruptibly();
	}

	InetSocketAddress bind(InetAddress address, int port, int range) throws BindException {
		Bootstrap bootstrap = listening();
		Throwable failure = null;
		for (int next = port; next <= port + range; next++) {
			ChannelFuture bound = bootstrap.bind(address, next).awaitUninterruptibly();
			if (bound.isSuccess()) {
				this.server = bound.channel();
				this.source = address.isAnyLocalAddress() ? null : address;
				return (InetSocketAddress) bound.channel().localAddress();
			}
			failure = bound.cause();
			if (!(failure instanceof IOException)) {
				throw new IllegalStateException("Cannot bind " + address.getHostAddress() + ":" + next, failure);
			}
		}
		BindException exception = new BindException(
				"No port of " + address.getHostAddress() + " from " + port + " to " + (port + range) + " can be bound");
		exception.initCause(failure);
		throw exception;
	}

	/** Accept connections from now on. */
	void accept() {
		Channel bound = this.server;
		if (bound != null) {
			bound.config().setAutoRead(true);
		}
	}

	@Override
	public void dial(Connection attempt, InetSocketAddress address, long delay) {
		EventLoop loop = this.loops.next();
		// By the loop itself: if it ended between two steps of ours, Netty would be loud
		try {
			loop.schedule(() -> {
				if (target(attempt).isDialling(attempt)) {
					dial(attempt, address, loop);
				}
			}, delay, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No connection to {}, as this node is closed", address, ex);
		}
	}

	private void dial(Connection attempt, InetSocketAddress address, EventLoop loop) {
		if (this.context.isClosing()) {
			return; // nothing is sent any more
		}
		Bootstrap bootstrap = new Bootstrap().group(loop)
			.channel(this.sockets.client())
			.disableResolver()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.context.settings().timeouts().connect().toMillis())
			.handler(new Dialled(attempt, address));
		InetAddress from = this.source;
		// Firewalls and peers see the node under the address that it was told to use
		if (from != null && from.getClass() == address.getAddress().getClass()) {
			bootstrap.localAddress(from, 0);
		}
		bootstrap.connect(address).addListener((connected) -> {
			if (!connected.isSuccess()) {
				target(attempt).dialFailed(attempt, connected.cause());
			}
		});
	}

	private static Peer target(Connection attempt) {
		Peer target = attempt.target();
		if (target == null) {
			throw new IllegalArgumentException("Who is connected to?");
		}
		return target;
	}

	private void prepare(Channel channel, Connection connection, @Nullable InetSocketAddress to) {
		LinkSettings.Bounds bounds = this.context.settings().bounds();
		ChannelConfig config = channel.config();
		config.setOption(ChannelOption.TCP_NODELAY, true);
		config.setOption(ChannelOption.SO_KEEPALIVE, true);
		config.setAllocator(ALLOCATOR);
		// Two batches: with more, the first has left the cache when it is read
		config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(1024, 16 * 1024, 128 * 1024));
		config.setWriteBufferWaterMark(new WriteBufferWaterMark(bounds.lowWaterMark(), bounds.highWaterMark()));
		this.connections.add(channel);
		channel.closeFuture().addListener((closed) -> this.connections.remove(channel));
		if (this.context.security() instanceof Tls tls) {
			InetSocketAddress other = (to != null) ? to : (InetSocketAddress) channel.remoteAddress();
			SslContext material = ((to != null) ? tls.client() : tls.server()).get();
			SslHandler handler = material.newHandler(channel.alloc(), other.getHostString(), other.getPort());
			handler.setHandshakeTimeoutMillis(0); // ours counts
			SSLEngine engine = handler.engine();
			SSLParameters parameters = engine.getSSLParameters();
			parameters.setProtocols(new String[] { "TLSv1.3" });
			parameters.setNeedClientAuth(true);
			parameters.setEndpointIdentificationAlgorithm((tls.verification() == Verification.HOST) ? "HTTPS" : "");
			engine.setSSLParameters(parameters);
			if (to == null) {
				channel.pipeline().addLast(new TlsGuard(connection));
			}
			channel.pipeline().addLast(handler);
		}
		channel.pipeline().addLast(connection);
	}

	/** Accept no more. */
	void stopAccepting() {
		Channel bound = this.server;
		if (bound != null) {
			bound.close().awaitUninterruptibly();
		}
	}

	/**
	 * Wait for all connections to end, then end those that have not, and the threads.
	 * @param timeout how long to wait
	 */
	void close(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		for (Channel channel : this.connections) {
			channel.closeFuture().awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		this.connections.forEach((channel) -> {
			Connection connection = channel.pipeline().get(Connection.class);
			if (connection != null) {
				connection.abort();
			}
			else {
				channel.close();
			}
		});
		this.loops.close();
	}

	/**
	 * Takes who connects to one of the loops.
	 */
	@Sharable
	private final class Acceptor extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object accepted) {
			Channel channel = (Channel) accepted;
			channel.pipeline().addLast(new Accepted());
			Connector.this.loops.next().register(channel);
		}

		// Such as for too many open files: they do not become fewer by trying at once
		@Override
		public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
			Connector.this.context.failed("Connections cannot be accepted", cause);
			ctx.channel().config().setAutoRead(false);
			ctx.executor().schedule(Connector.this::accept, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

	private final class Accepted extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			prepare(channel, new Connection(Connector.this.context, null), null);
		}

	}

	private final class Dialled extends ChannelInitializer<Channel> {

		private final Connection connection;

		private final InetSocketAddress address;

		private Dialled(Connection connection, InetSocketAddress address) {
			this.connection = connection;
			this.address = address;
		}

		@Override
		protected void initChannel(Channel channel) {
			prepare(channel, this.connection, this.address);
		}

	}

}
