package dev.muster.transport.jgroups;

import java.net.InetSocketAddress;
import java.time.Duration;

import dev.muster.transport.TransportSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an {@link Introducer} keeps in mind: {@link OpenQuestions},
 * {@link FormerMembers} and {@link NameDispute}.
 */
class IntroducerStateTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void anAnswerBelongsToWhoWasAsked() {
		OpenQuestions questions = new OpenQuestions();
		int first = questions.ask(address(1));
		int second = questions.ask(address(2));
		assertThat(questions.askedUnder(first)).isEqualTo(address(1));
		assertThat(questions.answered(second)).isEqualTo(address(2));
		assertThat(questions.answered(second)).as("a second answer").isNull();
		assertThat(questions.answered(999)).as("an answer to nothing").isNull();
	}

	@Test
	void theOldestOfTooManyQuestionsIsGivenUp() {
		OpenQuestions questions = new OpenQuestions();
		int first = questions.ask(address(1));
		int second = questions.ask(address(2));
		for (int i = 0; i < OpenQuestions.CAPACITY - 1; i++) {
			questions.ask(address(3));
		}
		assertThat(questions.answered(first)).isNull();
		assertThat(questions.answered(second)).isEqualTo(address(2));
	}

	@Test
	void formerMembersAreForgottenAfterAnHour() {
		FormerMembers members = new FormerMembers();
		members.add(address(1), 0);
		members.add(address(2), 0);
		members.add(address(1), 1800 * SECOND);
		assertThat(members.addresses(3600 * SECOND)).containsOnly(address(1), address(2));
		assertThat(members.addresses(3601 * SECOND)).containsOnly(address(1));
	}

	@Test
	void onlySoManyFormerMembersAreRemembered() {
		FormerMembers members = new FormerMembers();
		for (int i = 0; i < FormerMembers.CAPACITY + 1; i++) {
			members.add(address(i), i);
		}
		assertThat(members.addresses(0)).hasSize(FormerMembers.CAPACITY).doesNotContain(address(0));
	}

	@Test
	void theNameIsLostOnlyToWhoOutlivesTheDetectionOfFailures() {
		NameDispute dispute = new NameDispute(TransportSettings.defaults()); // 6 + 1 +
																				// 0.5 + 2
																				// s
		assertThat(dispute.isOpen(0)).isFalse();
		for (long now = 0; now <= 9 * SECOND; now += SECOND) {
			dispute.said("10.0.0.1:7800", now);
			assertThat(dispute.isOpen(now)).isTrue();
			assertThat(dispute.lost(now)).isNull();
		}
		dispute.said("10.0.0.1:7800", 10 * SECOND);
		assertThat(dispute.lost(10 * SECOND)).isEqualTo("10.0.0.1:7800");
	}

	@Test
	void theNameIsFreeWhenNobodySaysOtherwiseAnyMore() {
		NameDispute dispute = new NameDispute(TransportSettings.defaults());
		dispute.said("10.0.0.1:7800", 0);
		assertThat(dispute.isOpen(SECOND)).isTrue();
		assertThat(dispute.isOpen(2 * SECOND)).isFalse();
		dispute.said("10.0.0.1:7800", 20 * SECOND);
		assertThat(dispute.lost(20 * SECOND)).as("a new dispute").isNull();
	}

	private static InetSocketAddress address(int number) {
		return RendezvousSimulation.address(number);
	}

}
