package dev.muster.benchmarks.peers;

import java.util.concurrent.locks.ReentrantLock;

import dev.muster.benchmarks.link.Broker;
import dev.muster.benchmarks.link.Link;
import dev.muster.benchmarks.link.Setup;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Redis through Spring Data's listener container and template, with Lettuce.
 */
public abstract class RedisLink implements Link {

	private final Setup setup;

	private final String[] topics;

	private final LettuceConnectionFactory connections;

	private final RedisTemplate<String, byte[]> template = new RedisTemplate<>();

	private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

	RedisLink(Setup setup) throws Exception {
		this.setup = setup;
		this.topics = setup.topicNames();
		Broker.awaitListening(setup.address(), setup.brokerPort());
		this.connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(setup.address(), setup.brokerPort()));
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.template.setConnectionFactory(this.connections);
		this.template.setKeySerializer(RedisSerializer.string());
		this.template.setValueSerializer(RedisSerializer.byteArray());
		this.template.afterPropertiesSet();
		this.container.setConnectionFactory(this.connections);
	}

	final RedisMessageListenerContainer container() {
		return this.container;
	}

	@Override
	public void start(Sink sink) {
		for (int topic : this.setup.subscribed()) {
			this.container.addMessageListener((message, pattern) -> {
				byte[] payload = message.getBody();
				sink.accept(topic, payload, 0, payload.length);
			}, new ChannelTopic(this.topics[topic]));
		}
		this.container.afterPropertiesSet();
		this.container.start();
	}

	@Override
	public boolean isFormed() {
		return this.container.isRunning();
	}

	@Override
	public void publish(int topic, byte[] payload) {
		this.template.convertAndSend(this.topics[topic], payload);
	}

	@Override
	public void close() {
		this.container.stop();
		this.connections.destroy();
	}

	/** As it comes: a thread for each message, so that any may be handled first. */
	public static final class Unordered extends RedisLink {

		private final ReentrantLock lock = new ReentrantLock();

		/**
		 * Connect.
		 * @param setup the set-up
		 * @throws Exception if that is impossible
		 */
		public Unordered(Setup setup) throws Exception {
			super(setup);
		}

		@Override
		public void start(Sink sink) {
			super.start((topic, array, offset, length) -> {
				this.lock.lock();
				try {
					sink.accept(topic, array, offset, length);
				}
				finally {
					this.lock.unlock();
				}
			});
		}

	}

	/** Messages are handled on the thread that receives them. */
	public static final class Ordered extends RedisLink {

		/**
		 * Connect.
		 * @param setup the set-up
		 * @throws Exception if that is impossible
		 */
		public Ordered(Setup setup) throws Exception {
			super(setup);
			container().setTaskExecutor(new SyncTaskExecutor());
		}

	}

}
