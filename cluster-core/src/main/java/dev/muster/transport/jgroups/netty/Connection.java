package dev.muster.transport.jgroups.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.muster.transport.handshake.Handshake;
import dev.muster.transport.handshake.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection: a {@link Greeting}, then frames in both directions. After its
 * length each frame has a byte that says what it is, see {@link FrameType}. A connection
 * is given up without loss: each side says that nothing more comes, and closes when it
 * has heard the same. Used by its event loop only, but for what says otherwise.
 */
final class Connection extends ChannelInboundHandlerAdapter implements FrameReader.Sink {

	// What goes in front of the content of a frame
	private static final int HEADROOM = FrameReader.PREFIX + 1;

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private static final long PING_SECONDS = 5;

	private final LinkContext context;

	private final @Nullable Peer target;

	private volatile @Nullable ChannelHandlerContext channel;

	private volatile boolean aborted;

	private State state = State.GREETING;

	private @Nullable Greeting greeting;

	private @Nullable Framing framing;

	private @Nullable Peer peer;

	private @Nullable Future<?> pings;

	private boolean unwritable;

	/**
	 * Create a connection.
	 * @param context what is shared
	 * @param target who is connected to, or {@code null} if another node connected to us
	 */
	Connection(LinkContext context, @Nullable Peer target) {
		this.context = context;
		this.target = target;
	}

	/** Return whether we initiated it; any thread. */
	boolean isByUs() {
		return this.target != null;
	}

	/** Return who was connected to; any thread. */
	@Nullable Peer target() {
		return this.target;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.channel = ctx;
		this.framing = new Framing(ctx, this, Handshake.MAX_MESSAGE);
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		if (this.aborted || (this.target != null && !this.target.isDialling(this))) {
			abort();
			return;
		}
		Greeting begun = new Greeting(this.context, this, ctx);
		this.greeting = begun;
		if (!(this.context.security() instanceof LinkSecurity.Tls)) {
			begun.begin();
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		if (this.greeting != null && event instanceof SslHandshakeCompletionEvent tls) {
			if (tls.isSuccess()) {
				this.greeting.begin();
			}
			else {
				this.greeting.tlsFailed(tls.cause());
			}
		}
	}

	/** The greeting is over. */
	void open(Step.Done done) {
		this.state = State.OPEN;
		framing().change(this.context.settings().bounds().maxFrame() + 1, done.ciphers());
		Peer known = this.context.established(this, done.peer());
		if (known == null) {
			abort();
			return;
		}
		this.peer = known;
		this.pings = context().executor().scheduleAtFixedRate(this::ping, 0, PING_SECONDS, TimeUnit.SECONDS);
	}

	/** Tell that who connected does not encrypt, while this node does. */
	void notEncrypted(boolean ours) {
		if (this.greeting != null && ours) {
			this.greeting.notEncrypted();
		}
		else {
			invalid("neither TLS nor our protocol");
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		ByteBuf in = (ByteBuf) message;
		try {
			if (isReading()) {
				String wrong = framing().read(in);
				if (wrong != null && (this.greeting == null || !this.greeting.refusesTls(framing().illegalLength()))) {
					invalid(wrong);
				}
			}
		}
		finally {
			in.release();
		}
	}

	@Override
	public boolean frame(ByteBuf frame) {
		if (this.peer != null) {
			received(this.peer, frame);
		}
		else if (this.greeting != null) {
			this.greeting.received(frame);
		}
		return isReading();
	}

	private boolean isReading() {
		return switch (this.state) {
			case GREETING -> this.greeting != null && !this.greeting.isOver();
			case OPEN, RETIRING -> this.peer != null;
			case CLOSED -> false;
		};
	}

	private void received(Peer sender, ByteBuf frame) {
		switch (frame.readByte()) {
			case FrameType.DATA -> {
				sender.traffic().received(frame.readableBytes());
				this.context.frame(sender.address(), frame);
			}
			case FrameType.END -> ended(sender);
			case FrameType.RENEW -> {
				if (isByUs() && this.state == State.OPEN) {
					sender.renew();
				}
			}
			case FrameType.PING -> {
				if (frame.readableBytes() == Long.BYTES && this.state == State.OPEN && isWritable()) {
					control(FrameType.PONG, frame.readLong());
				}
			}
			case FrameType.PONG -> {
				if (frame.readableBytes() == Long.BYTES) {
					sender.traffic().roundTrip(System.nanoTime() - frame.readLong());
				}
			}
			default -> this.context.unknownFrame();
		}
	}

	// The peer sends nothing more here: nor do we, and after that neither needs it
	private void ended(Peer sender) {
		if (this.state == State.RETIRING) {
			this.state = State.CLOSED;
			context().close();
		}
		else if (this.state == State.OPEN) {
			this.state = State.CLOSED;
			release(sender, true);
			control(FrameType.END, null);
			framing().end();
			abortAfter(this.context.settings().timeouts().close());
		}
	}

	/**
	 * Write what waits, as much as the socket takes.
	 * @param queue where it waits
	 */
	void write(OutboundQueue queue) {
		Peer receiver = this.peer;
		if (this.state != State.OPEN || receiver == null) {
			return;
		}
		ChannelHandlerContext ctx = context();
		int frames = 0;
		long bytes = 0;
		while (ctx.channel().isWritable()) {
			OutboundFrame frame = queue.poll();
			if (frame == null) {
				break;
			}
			ByteBuf made = make(frame);
			if (made == null) {
				queue.dropped();
				continue;
			}
			frames++;
			bytes += made.readableBytes() - HEADROOM;
			framing().write(made);
		}
		if (frames > 0) {
			receiver.traffic().sent(frames, bytes);
			framing().flush();
		}
	}

	private @Nullable ByteBuf make(OutboundFrame frame) {
		int limit = HEADROOM + this.context.settings().bounds().maxFrame();
		ByteBuf made = context().alloc().directBuffer(Math.min(HEADROOM + frame.size(), limit), limit);
		try {
			frame.writeTo(made.writeInt(0).writeByte(FrameType.DATA));
			return made.setInt(0, made.readableBytes() - FrameReader.PREFIX);
		}
		catch (IOException | RuntimeException ex) {
			made.release();
			if (!this.unwritable) {
				this.unwritable = true;
				logger.error("Dropped a frame that cannot be written; the next ones are only counted", ex);
			}
			return null;
		}
	}

	private void control(byte type, @Nullable Long value) {
		int size = 1 + ((value != null) ? Long.BYTES : 0);
		ByteBuf frame = context().alloc().buffer(FrameReader.PREFIX + size).writeInt(size).writeByte(type);
		if (value != null) {
			frame.writeLong(value);
		}
		framing().write(frame);
		framing().flush();
	}

	private void ping() {
		if (this.state == State.OPEN && isWritable()) {
			control(FrameType.PING, System.nanoTime());
		}
	}

	/** Ask the peer, who initiated it, to replace it by another one; any thread. */
	void askToRenew() {
		execute(() -> {
			if (this.state == State.OPEN) {
				control(FrameType.RENEW, null);
			}
		});
	}

	/**
	 * Write nothing more, and close it once the peer has heard all; any thread.
	 * @param linger how long the peer has for it
	 */
	void retire(Duration linger) {
		execute(() -> {
			if (this.state == State.OPEN) {
				this.state = State.RETIRING;
				control(FrameType.END, null);
				abortAfter(linger);
			}
		});
	}

	/** Close it if the handshake is not over, since others need the room; any thread. */
	void pushOut() {
		execute(() -> {
			if (this.greeting != null) {
				this.greeting.pushedOut();
			}
		});
	}

	/** Close it after a time if it is not closed by then; any thread. */
	void abortAfter(Duration linger) {
		ChannelHandlerContext ctx = context();
		Future<?> abort = ctx.executor().schedule(this::abort, linger.toNanos(), TimeUnit.NANOSECONDS);
		ctx.channel().closeFuture().addListener((closed) -> abort.cancel(false));
	}

	/** Close it at once, without waiting for anything to be written; any thread. */
	void abort() {
		this.aborted = true;
		ChannelHandlerContext ctx = this.channel;
		if (ctx == null) {
			return;
		}
		try {
			ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
		}
		catch (ChannelException ex) {
			logger.trace("Closed already", ex);
		}
		// Below TLS, which would wait to say goodbye
		ChannelHandlerContext first = ctx.pipeline().firstContext();
		if (first != null) {
			first.close();
		}
		else {
			ctx.channel().close();
		}
	}

	private void invalid(String reason) {
		if (this.greeting != null && this.peer == null) {
			this.greeting.invalid(reason);
			return;
		}
		InetSocketAddress remote = (InetSocketAddress) context().channel().remoteAddress();
		this.context.invalid(remote.getAddress().getHostAddress(), reason);
		abort();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (this.peer != null && ctx.channel().isWritable()) {
			this.peer.outbox().writable(this);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		boolean retired = this.state == State.RETIRING;
		this.state = State.CLOSED;
		framing().close();
		if (this.pings != null) {
			this.pings.cancel(false);
		}
		if (this.greeting != null) {
			this.greeting.ended(this.aborted);
		}
		if (this.peer != null) {
			release(this.peer, retired);
		}
		else if (this.target != null) {
			this.target.dialFailed(this, null);
		}
	}

	private void release(Peer known, boolean announced) {
		this.peer = null;
		known.ended(this, announced);
		if (this.target != null && this.target != known) {
			this.target.ended(this, announced);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		logger.debug("Connection with {} failed", ctx.channel().remoteAddress(), cause);
		if (this.state != State.GREETING || this.greeting == null) {
			abort();
		}
		else if (this.context.security() instanceof LinkSecurity.Tls) {
			this.greeting.tlsFailed(cause);
		}
		else {
			this.greeting.ended(this.aborted);
			abort();
		}
	}

	/** Run a task on the event loop; any thread. */
	void execute(Runnable task) {
		context().executor().execute(task);
	}

	/** Return whether this is the event loop; any thread. */
	boolean inEventLoop() {
		return context().executor().inEventLoop();
	}

	/** Return whether the socket takes more; any thread. */
	boolean isWritable() {
		return context().channel().isWritable();
	}

	private ChannelHandlerContext context() {
		return registered(this.channel);
	}

	private Framing framing() {
		return registered(this.framing);
	}

	private static <T> T registered(@Nullable T part) {
		if (part == null) {
			throw new IllegalStateException("The connection has no socket yet");
		}
		return part;
	}

	private enum State {

		/** Until both agree. */
		GREETING,

		/** Frames go both ways. */
		OPEN,

		/** We have said that we send nothing more. */
		RETIRING,

		/** Nothing more is read or written, but for what is on its way out. */
		CLOSED

	}

}
