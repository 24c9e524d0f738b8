package dev.muster.transport.jgroups.netty;

import java.util.List;

import dev.muster.transport.Refusal;
import dev.muster.transport.handshake.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Looks at the first bytes of who connects to a node that demands TLS, to tell a peer
 * that does not encrypt, and is told so, from garbage.
 */
final class TlsGuard extends ByteToMessageDecoder {

	private static final int HANDSHAKE_RECORD = 22;

	private final Connection connection;

	private boolean over;

	TlsGuard(Connection connection) {
		this.connection = connection;
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		if (this.over) {
			in.skipBytes(in.readableBytes());
		}
		else if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE_RECORD) {
			ctx.pipeline().remove(this); // gives on what has come
		}
		else if (in.readableBytes() >= FrameReader.PREFIX + Integer.BYTES) {
			boolean ours = in.getInt(in.readerIndex() + FrameReader.PREFIX) == Handshake.MAGIC;
			in.skipBytes(in.readableBytes());
			this.over = true;
			if (ours) {
				byte[] refusal = Handshake.refusal(Refusal.Reason.UNENCRYPTED);
				// From below TLS, in the clear: the other side does not understand else
				ctx.writeAndFlush(ctx.alloc()
					.buffer(FrameReader.PREFIX + refusal.length)
					.writeInt(refusal.length)
					.writeBytes(refusal)).addListener((written) -> ctx.close());
			}
			this.connection.notEncrypted(ours);
		}
	}

}
