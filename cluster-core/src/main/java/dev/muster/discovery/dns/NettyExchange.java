package dev.muster.discovery.dns;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.dns.AbstractDnsOptPseudoRrRecord;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

/**
 * Asks by UDP, and by TCP what does not fit a datagram. Each question has a socket of its
 * own, connected to the server, and a random identifier, so that a forger who does not
 * see the question has to guess both. What comes and is no answer is passed over: the
 * answer may still come.
 */
final class NettyExchange implements Exchange, AutoCloseable {

	static final String THREAD = "muster-dns";

	/**
	 * What fits a packet wherever it goes, as agreed by those who run name servers. More
	 * comes by TCP.
	 */
	private static final int DATAGRAM_SIZE = 1232;

	private static final int MAX_DATAGRAM_SIZE = 65535;

	private static final int LENGTH_FIELD = 2;

	private final SecureRandom random = new SecureRandom();

	private final DnsEvent.Counts counts;

	// No group, since the end of one starts a thread that keeps the process alive
	private final IoEventLoop loop = new SingleThreadIoEventLoop(null, (Runnable task) -> {
		Thread thread = new FastThreadLocalThread(task, THREAD);
		thread.setDaemon(true);
		return thread;
	}, NioIoHandler.newFactory());

	/**
	 * Open the first socket. It may take a second in a JVM that has not used Netty yet,
	 * which must not be taken for the silence of a server.
	 */
	NettyExchange(DnsEvent.Counts counts) {
		this.counts = counts;
		new Bootstrap().group(this.loop)
			.channel(NioDatagramChannel.class)
			.handler(new DatagramDnsQueryEncoder())
			.bind(0)
			.awaitUninterruptibly()
			.channel()
			.close();
	}

	@Override
	public CompletableFuture<Reply> ask(InetSocketAddress server, Question question, Duration timeout) {
		Query query = new Query(server, question, timeout);
		return byDatagram(query, true).thenCompose(
				(reply) -> reply.mayLackEdns() ? byDatagram(query, false) : CompletableFuture.completedFuture(reply))
			.thenCompose((reply) -> reply.truncated() ? byConnection(query) : CompletableFuture.completedFuture(reply));
	}

	private CompletableFuture<Reply> byDatagram(Query query, boolean edns) {
		this.counts.add(DnsEvent.QUERIES);
		Attempt<DatagramPacket> attempt = new Attempt<>(DatagramPacket.class, query, edns) {

			@Override
			DnsQuery message(int id) {
				return new DatagramDnsQuery(null, query.server, id);
			}

			@Override
			void received(DatagramPacket packet, MalformedReplyException malformed) {
				// Whoever sent it, the server may answer yet
			}

			@Override
			ByteBuf bytes(DatagramPacket packet) {
				return packet.content();
			}

		};
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(NioDatagramChannel.class)
			.disableResolver()
			.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_SIZE))
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new DatagramDnsQueryEncoder(), attempt);
				}

			});
		return attempt.run(bootstrap);
	}

	private CompletableFuture<Reply> byConnection(Query query) {
		this.counts.add(DnsEvent.QUERIES);
		this.counts.add(DnsEvent.TCP_QUERIES);
		Attempt<ByteBuf> attempt = new Attempt<>(ByteBuf.class, query, false) {

			@Override
			DnsQuery message(int id) {
				return new DefaultDnsQuery(id);
			}

			@Override
			void received(ByteBuf bytes, MalformedReplyException malformed) {
				timeOut(); // nothing better will come on a connection
			}

			@Override
			ByteBuf bytes(ByteBuf bytes) {
				return bytes;
			}

		};
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(NioSocketChannel.class)
			.disableResolver()
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, query.millis())
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new LengthFieldBasedFrameDecoder(MAX_DATAGRAM_SIZE + LENGTH_FIELD, 0, LENGTH_FIELD, 0,
								LENGTH_FIELD), new TcpDnsQueryEncoder(), attempt);
				}

			});
		return attempt.run(bootstrap).handle((reply, ex) -> {
			if (reply != null && !reply.truncated()) {
				return reply;
			}
			String why = (ex != null) ? ex.getMessage() : "sends one that is cut off, too";
			throw new CompletionException(
					ExchangeException.broken("has an answer that does not fit a datagram, and by TCP it " + why, ex));
		});
	}

	/** Returns at once; questions that are open fail. */
	@Override
	public void close() {
		this.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
	}

	private record Query(InetSocketAddress server, Question question, Duration timeout) {

		int millis() {
			return (int) Math.max(1, this.timeout.toMillis());
		}
	}

	/**
	 * One question on one channel.
	 *
	 * @param <T> what comes from the channel
	 */
	private abstract class Attempt<T> extends SimpleChannelInboundHandler<T> {

		private final Query query;

		private final boolean edns;

		private final int id = NettyExchange.this.random.nextInt(1 << 16);

		private final CompletableFuture<Reply> result = new CompletableFuture<>();

		private final ReplyDecoder decoder = new ReplyDecoder();

		private @Nullable MalformedReplyException malformed;

		Attempt(Class<T> type, Query query, boolean edns) {
			super(type);
			this.query = query;
			this.edns = edns;
		}

		abstract DnsQuery message(int id);

		abstract ByteBuf bytes(T received);

		abstract void received(T received, MalformedReplyException malformed);

		CompletableFuture<Reply> run(Bootstrap bootstrap) {
			ChannelFuture connected;
			try {
				connected = bootstrap.connect(this.query.server);
			}
			catch (RuntimeException ex) { // closed, or no more file handles
				return CompletableFuture.failedFuture(ExchangeException.broken("cannot be asked: " + ex, ex));
			}
			Channel channel = connected.channel();
			this.result.whenComplete((reply, ex) -> channel.close());
			connected.addListener((future) -> {
				if (!future.isSuccess()) {
					broken(future.cause());
				}
			});
			return this.result;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.channel().eventLoop().schedule(this::timeOut, this.query.millis(), TimeUnit.MILLISECONDS);
			DnsQuery message = message(this.id).setRecursionDesired(true);
			message.addRecord(DnsSection.QUESTION,
					new DefaultDnsQuestion(this.query.question.name(), this.query.question.type()));
			if (this.edns) {
				message.addRecord(DnsSection.ADDITIONAL, new AbstractDnsOptPseudoRrRecord(DATAGRAM_SIZE, 0, 0) {
				});
			}
			context.writeAndFlush(message).addListener((future) -> {
				if (!future.isSuccess()) {
					broken(future.cause());
				}
			});
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, T received) {
			try {
				this.result.complete(this.decoder.decode(bytes(received), this.id, this.query.question));
			}
			catch (MalformedReplyException ex) {
				NettyExchange.this.counts.add(DnsEvent.MALFORMED);
				this.malformed = ex;
				received(received, ex);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			broken(null);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			broken(cause);
		}

		void timeOut() {
			MalformedReplyException bad = this.malformed;
			if (bad != null) {
				this.result.completeExceptionally(
						ExchangeException.broken("sent what is no answer: " + bad.getMessage(), bad));
			}
			else if (this.result.completeExceptionally(
					ExchangeException.silent("did not answer within " + this.query.millis() + " ms"))) {
				NettyExchange.this.counts.add(DnsEvent.TIMEOUTS);
			}
		}

		private void broken(@Nullable Throwable cause) {
			String why = (cause == null) ? "closed the connection without an answer"
					: (cause instanceof PortUnreachableException) ? "is not there: nothing listens at that port"
							: "cannot be reached: " + cause.getMessage();
			if (this.result.completeExceptionally(ExchangeException.broken(why, cause))) {
				NettyExchange.this.counts.add(DnsEvent.UNREACHABLE);
			}
		}

	}

}
