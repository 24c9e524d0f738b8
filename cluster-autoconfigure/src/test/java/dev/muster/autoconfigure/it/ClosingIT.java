package dev.muster.autoconfigure.it;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.muster.annotation.ClusterListener;
import dev.muster.autoconfigure.listener.ClusterListenerRegistry;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PubSubStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of running listeners when the application context closes.
 */
@Timeout(120)
class ClosingIT {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void aRunningListenerFinishesWithAllItsResources() throws Exception {
		ConfigurableApplicationContext context = this.applications.start(Working.class, WebApplicationType.NONE);
		PubSub bus = context.getBean(PubSub.class);
		Worker worker = context.getBean(Worker.class);
		ClusterListenerRegistry registry = context.getBean(ClusterListenerRegistry.class);
		for (int i = 0; i < 3; i++) {
			bus.publish("work", "job " + i);
		}
		assertThat(worker.begun.await(30, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		await().atMost(Duration.ofSeconds(30)).until(() -> !registry.isRunning());
		worker.mayEnd.countDown();
		closed.get(60, TimeUnit.SECONDS);
		assertThat(worker.seen).containsExactly("job 0, database open");
		PubSubStatistics statistics = bus.statistics();
		assertThat(statistics.delivered()).isEqualTo(1);
		assertThat(statistics.failed()).isZero();
		assertThat(statistics.dropped()).isEqualTo(2);
	}

	@Test
	void aListenerThatDoesNotReturnIsInterruptedAfterThePhasesTimeout() throws Exception {
		ConfigurableApplicationContext context = this.applications.start(Working.class, WebApplicationType.NONE,
				"spring.lifecycle.timeout-per-shutdown-phase=500ms");
		Worker worker = context.getBean(Worker.class);
		context.getBean(PubSub.class).publish("work", "job");
		assertThat(worker.begun.await(30, TimeUnit.SECONDS)).isTrue();
		context.close();
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(worker.seen).containsExactly("job interrupted"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Working {

		@Bean
		Database database() {
			return new Database();
		}

		@Bean
		Worker worker(Database database) {
			return new Worker(database);
		}

	}

	static class Database implements DisposableBean {

		volatile boolean open = true;

		@Override
		public void destroy() {
			this.open = false;
		}

	}

	static class Worker {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch mayEnd = new CountDownLatch(1);

		final List<String> seen = new CopyOnWriteArrayList<>();

		private final Database database;

		Worker(Database database) {
			this.database = database;
		}

		@ClusterListener("work")
		void on(String job) {
			this.begun.countDown();
			try {
				this.mayEnd.await();
				this.seen.add(job + (this.database.open ? ", database open" : ", database closed"));
			}
			catch (InterruptedException ex) {
				this.seen.add(job + " interrupted");
			}
		}

	}

}
