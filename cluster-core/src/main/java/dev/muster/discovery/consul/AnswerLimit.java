package dev.muster.discovery.consul;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.apache.http.HttpConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Lets no answer be longer, or take longer from its first line to its end, than is good
 * for us: consul-api reads it all into memory.
 */
final class AnswerLimit implements HttpResponseInterceptor {

	/** Some 30,000 instances. */
	static final int MAX_BYTES = 8 * 1024 * 1024;

	private final long maxBytes;

	private final Duration maxTime;

	AnswerLimit(long maxBytes, Duration maxTime) {
		this.maxBytes = maxBytes;
		this.maxTime = maxTime;
	}

	@Override
	public void process(HttpResponse response, HttpContext context) throws IOException {
		HttpEntity entity = response.getEntity();
		if (entity != null) {
			if (entity.getContentLength() > this.maxBytes) {
				throw new AnswerTooLargeException(this.maxBytes);
			}
			response.setEntity(
					new LimitedEntity(entity, HttpCoreContext.adapt(context).getConnection(HttpConnection.class)));
		}
	}

	private final class LimitedEntity extends HttpEntityWrapper {

		private final HttpConnection connection;

		LimitedEntity(HttpEntity entity, HttpConnection connection) {
			super(entity);
			this.connection = connection;
		}

		@Override
		public InputStream getContent() throws IOException {
			return new LimitedStream(super.getContent(), this.connection);
		}

	}

	private final class LimitedStream extends FilterInputStream {

		private final long begun = System.nanoTime();

		private final HttpConnection connection;

		private long left = AnswerLimit.this.maxBytes;

		private boolean cutOff;

		LimitedStream(InputStream in, HttpConnection connection) {
			super(in);
			this.connection = connection;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int count = super.read(bytes, offset, length);
			this.left -= Math.max(0, count);
			if (this.left < 0) {
				cutOff();
				throw new AnswerTooLargeException(AnswerLimit.this.maxBytes);
			}
			if (System.nanoTime() - this.begun > AnswerLimit.this.maxTime.toNanos()) {
				cutOff();
				throw new SocketTimeoutException("The answer does not end");
			}
			return count;
		}

		private void cutOff() throws IOException {
			this.cutOff = true;
			this.connection.shutdown();
		}

		// To close the stream would be to read the rest, so that the connection can be
		// used again
		@Override
		public void close() throws IOException {
			if (!this.cutOff) {
				super.close();
			}
		}

	}

	/**
	 * An answer is too large.
	 */
	static final class AnswerTooLargeException extends IOException {

		private static final long serialVersionUID = 1L;

		AnswerTooLargeException(long maxBytes) {
			super("The answer is larger than " + maxBytes / (1024 * 1024) + " MB");
		}

	}

}
