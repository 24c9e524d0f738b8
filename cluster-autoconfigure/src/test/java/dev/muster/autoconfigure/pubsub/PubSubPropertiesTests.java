package dev.muster.autoconfigure.pubsub;

import java.time.Duration;
import java.util.Map;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSubSettings;
import dev.muster.pubsub.TopicSettings;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link PubSubProperties}.
 */
class PubSubPropertiesTests {

	private final PubSubProperties properties = new PubSubProperties();

	@Test
	void whenNothingIsSetThenTakesTheEnginesDefaults() {
		assertThat(this.properties.toSettings(null)).isEqualTo(PubSubSettings.defaults());
	}

	@Test
	void whenAllIsSetThenTakesAll() {
		this.properties.setQueueCapacity(7);
		this.properties.setOverflow(Overflow.DROP_OLDEST);
		this.properties.setBlockTimeout(Duration.ofSeconds(3));
		this.properties.setMaxMessageSize(DataSize.ofKilobytes(16));
		this.properties.setMaxOpenRequests(9);
		assertThat(this.properties.toSettings(null))
			.isEqualTo(new PubSubSettings(null, 7, Overflow.DROP_OLDEST, Duration.ofSeconds(3), 16 * 1024, 9));
	}

	@Test
	void whenTopicsHaveReplayThenTakesThemInOrder() {
		bind(Map.of("muster.pubsub.topics.[orders.**].replay", "1000", "muster.pubsub.topics.news.replay", "7",
				"muster.pubsub.topics.news.replay-max-size", "1KB", "muster.pubsub.replay-timeout", "3s"));
		PubSubSettings settings = this.properties.toSettings(null);
		assertThat(settings.topics()).containsOnly(entry("orders.**", TopicSettings.replay(1000)),
				entry("news", new TopicSettings(7, 1024)));
		assertThat(settings.replayTimeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void whenItIsNotSaidHowManyMessagesToKeepThenNamesTheProperty() {
		bind(Map.of("muster.pubsub.topics.[orders.*].replay-max-size", "1MB"));
		assertInvalid("muster.pubsub.topics.[orders.*].replay");
	}

	@Test
	void whenMoreIsToBeKeptThanCanBeThenNamesTheProperty() {
		bind(Map.of("muster.pubsub.topics.[a.*].replay", "1000000"));
		assertInvalid("muster.pubsub.topics.[a.*].replay");
	}

	@Test
	void whenAPatternIsNoneThenNamesTheProperty() {
		bind(Map.of("muster.pubsub.topics.[a..b].replay", "10"));
		assertInvalid("muster.pubsub.topics");
	}

	@Test
	void whenNobodyCanAnswerInTimeThenNamesTheProperty() {
		this.properties.setReplayTimeout(Duration.ZERO);
		assertInvalid("muster.pubsub.replay-timeout");
	}

	private void bind(Map<String, String> values) {
		new Binder(new MapConfigurationPropertySource(values)).bind("muster.pubsub",
				Bindable.ofInstance(this.properties));
	}

	@Test
	void whenTheQueueHasNoRoomThenNamesTheProperty() {
		this.properties.setQueueCapacity(0);
		assertInvalid("muster.pubsub.queue-capacity");
	}

	@Test
	void whenNoRequestMayBeOpenThenNamesTheProperty() {
		this.properties.setMaxOpenRequests(0);
		assertInvalid("muster.pubsub.max-open-requests");
	}

	@Test
	void whenTheMessageSizeIsBeyondAnIntThenNamesTheProperty() {
		this.properties.setMaxMessageSize(DataSize.ofGigabytes(5));
		assertInvalid("muster.pubsub.max-message-size");
	}

	@Test
	void whenTheMessageSizeIsNegativeThenNamesTheProperty() {
		this.properties.setMaxMessageSize(DataSize.ofBytes(-1));
		assertInvalid("muster.pubsub.max-message-size");
	}

	@Test
	void whenTheChosenCodecIsNotThereThenNamesItsLibrary() {
		this.properties.setCodec(PubSubProperties.Codec.SMILE);
		assertThatExceptionOfType(InvalidClusterPropertyException.class)
			.isThrownBy(() -> this.properties.toSettings(null))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("muster.pubsub.codec");
				assertThat(ex.problem()).contains("'smile'");
				assertThat(ex.remedy()).contains("tools.jackson.dataformat:jackson-dataformat-smile");
			});
	}

	@Test
	void whenBytesAndTextAreEnoughThenNoCodecIsNeeded() {
		this.properties.setCodec(PubSubProperties.Codec.RAW);
		assertThat(this.properties.toSettings(null)).isEqualTo(PubSubSettings.defaults());
	}

	private void assertInvalid(String property) {
		assertThatExceptionOfType(InvalidClusterPropertyException.class)
			.isThrownBy(() -> this.properties.toSettings(null))
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo(property);
				assertThat(ex.problem()).isNotBlank().doesNotContain(property);
				assertThat(ex.remedy()).contains(property);
			});
	}

}
