package dev.muster.autoconfigure.listener;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.muster.annotation.ClusterListener;
import dev.muster.pubsub.PubSub;
import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listeners that README shows compile and start.
 */
class ReadmeListenersTests {

	private final RecordingPubSub bus = new RecordingPubSub();

	@ParameterizedTest
	@ValueSource(strings = { "```java\n@ClusterListener(\"prices.of\")", "```java\nCompletableFuture<Price> price" })
	void whatReadmeShowsIsWhatIsTestedHere(String beginning) throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		int begin = readme.indexOf(beginning);
		assertThat(begin).as("README has %s", beginning).isPositive();
		String shown = readme.substring(begin + "```java".length(), readme.indexOf("```", begin + 3));
		String here = Files
			.readString(Path.of("src/test/java", getClass().getName().replace('.', '/').concat(".java")));
		assertThat(plain(here)).contains(plain(shown));
	}

	@Test
	void theyStart() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ClusterListenerAutoConfiguration.class, ValidationAutoConfiguration.class))
			.withBean(PubSub.class, () -> this.bus)
			.withUserConfiguration(Readme.class)
			.run((context) -> {
				assertThat(this.bus.only().pattern()).isEqualTo("prices.changed");
				assertThat(this.bus.responder("prices.of").answer(new PriceQuery("a1"), Map.of()))
					.isEqualTo(new Price("a1", 100));
			});
	}

	static CompletableFuture<Price> ask(PubSub pubSub) {
		CompletableFuture<Price> price = pubSub.request("prices.of", new PriceQuery("a1"), Price.class,
				Duration.ofSeconds(2));
		return price;
	}

	private static String plain(String text) {
		return text.replaceAll("//.*", "").replaceAll("\\s", "");
	}

	record PriceQuery(String article) {
	}

	record Price(String article, long cents) {

		static Price of(String article) {
			return new Price(article, 100);
		}

	}

	record PriceChanged(Price price) {
	}

	record Entry(String text) {
	}

	interface PriceList {

		Price of(String article);

	}

	interface Ledger {

		CompletableFuture<Entry> write(PriceChanged change);

	}

	@Configuration(proxyBeanMethods = false)
	static class Readme {

		private final PriceList prices = Price::of;

		private final Ledger ledger = (change) -> CompletableFuture.completedFuture(new Entry(change.toString()));

		@Bean
		ClusterListenerErrorHandler parking() {
			return (message, exception) -> null;
		}

		@ClusterListener("prices.of")
		Price price(@Valid PriceQuery query) {
			return this.prices.of(query.article());
		}

		@ClusterListener(topics = "prices.changed", group = "audit", concurrency = "4", errorHandler = "parking")
		@SendTo("audit.entries")
		CompletableFuture<Entry> audit(PriceChanged change) {
			return this.ledger.write(change);
		}

	}

}
