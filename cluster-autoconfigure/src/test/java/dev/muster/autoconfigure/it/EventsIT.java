package dev.muster.autoconfigure.it;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners of the cluster's events may do.
 */
@Timeout(180)
class EventsIT {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void aListenerMayWaitForTheNextMember() throws Exception {
		ConfigurableApplicationContext one = this.applications.start(Waiting.class, WebApplicationType.NONE);
		this.applications.start(Empty.class, WebApplicationType.NONE);
		one.getBean(Waiting.class).waiting.get(60, TimeUnit.SECONDS);
		this.applications.start(Empty.class, WebApplicationType.NONE);
		assertThat(one.getBean(Waiting.class).seen.get(60, TimeUnit.SECONDS).size()).isEqualTo(3);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Waiting {

		final CompletableFuture<Void> waiting = new CompletableFuture<>();

		final CompletableFuture<ClusterView> seen = new CompletableFuture<>();

		private final Cluster cluster;

		Waiting(Cluster cluster) {
			this.cluster = cluster;
		}

		@EventListener
		void on(MemberJoinedEvent event) {
			if (event.view().size() == 2 && this.waiting.complete(null)) {
				this.seen.complete(this.cluster.awaitMembers(3, Duration.ofSeconds(30)).join());
			}
		}

	}

}
