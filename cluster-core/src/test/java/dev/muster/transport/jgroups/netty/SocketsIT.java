package dev.muster.transport.jgroups.netty;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Sockets}: the build runs it without the native library and with it.
 */
class SocketsIT {

	@Test
	void whenTheNativeLibraryIsThereThenItIsUsed() {
		boolean there = Boolean.getBoolean("muster.test.epoll") && "Linux".equals(System.getProperty("os.name"))
				&& "amd64".equals(System.getProperty("os.arch"));
		assertThat(Sockets.best().client()).isEqualTo(there ? EpollSocketChannel.class : NioSocketChannel.class);
	}

}
