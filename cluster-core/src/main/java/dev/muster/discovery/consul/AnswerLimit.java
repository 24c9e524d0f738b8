package dev.muster.discovery.consul;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.entity.HttpEntityWrapper;
import org.apache.http.protocol.HttpContext;

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
			response.setEntity(new LimitedEntity(entity));
		}
	}

	private final class LimitedEntity extends HttpEntityWrapper {

		LimitedEntity(HttpEntity entity) {
			super(entity);
		}

		@Override
		public InputStream getContent() throws IOException {
			return new LimitedStream(super.getContent());
		}

	}

	private final class LimitedStream extends FilterInputStream {

		private final long begun = System.nanoTime();

		private long left = AnswerLimit.this.maxBytes;

		LimitedStream(InputStream in) {
			super(in);
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
				throw new AnswerTooLargeException(AnswerLimit.this.maxBytes);
			}
			if (System.nanoTime() - this.begun > AnswerLimit.this.maxTime.toNanos()) {
				throw new SocketTimeoutException("The answer does not end");
			}
			return count;
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
