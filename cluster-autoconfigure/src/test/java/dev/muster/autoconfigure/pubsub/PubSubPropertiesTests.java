package dev.muster.autoconfigure.pubsub;

import java.time.Duration;

import dev.muster.autoconfigure.diagnostics.InvalidClusterPropertyException;
import dev.muster.pubsub.Overflow;
import dev.muster.pubsub.PubSubSettings;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
