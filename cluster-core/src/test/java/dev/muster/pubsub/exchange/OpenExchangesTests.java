package dev.muster.pubsub.exchange;

import java.util.List;

import dev.muster.MemberId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OpenExchangesTests {

	private static final MemberId A = new MemberId(0, 1);

	private static final MemberId B = new MemberId(0, 2);

	private static final MemberId C = new MemberId(0, 3);

	private final OpenExchanges<String, String> table = new OpenExchanges<>(3);

	@Test
	void theLastAnswerCompletes() {
		Exchange<String, String> exchange = open(100, A, B);
		assertThat(this.table.answer(exchange.id(), B, "b")).isNull();
		assertThat(this.table.answer(exchange.id(), A, "a")).isSameAs(exchange);
		assertThat(exchange.outcome(A)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.ANSWERED, "a"));
		assertThat(exchange.outcome(B)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.ANSWERED, "b"));
		assertThat(this.table.size()).isZero();
	}

	@Test
	void onlyWhoWasAskedCanAnswerAndOnlyOnce() {
		Exchange<String, String> exchange = open(100, A, B);
		assertThat(this.table.find(exchange.id(), C)).isNull();
		assertThat(this.table.answer(exchange.id(), C, "c")).isNull();
		this.table.answer(exchange.id(), A, "first");
		assertThat(this.table.find(exchange.id(), A)).isNull();
		this.table.answer(exchange.id(), A, "second");
		assertThat(this.table.answer(exchange.id() + 1, B, "other")).isNull();
		this.table.answer(exchange.id(), B, "b");
		assertThat(exchange.outcome(A)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.ANSWERED, "first"));
		assertThat(exchange.outcome(C)).isNull();
	}

	@Test
	void whoLeavesIsNotWaitedFor() {
		Exchange<String, String> one = open(100, A, B);
		Exchange<String, String> two = open(100, B);
		this.table.answer(one.id(), A, "a");
		assertThat(this.table.depart((context, member) -> B.equals(member))).containsExactlyInAnyOrder(one, two);
		assertThat(one.outcome(B)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.LEFT, null));
		assertThat(one.outcome(A)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.ANSWERED, "a"));
		assertThat(this.table.depart((context, member) -> B.equals(member))).isEmpty();
	}

	@Test
	void timeEndsWhatIsDueAndNothingElse() {
		Exchange<String, String> late = open(300, A);
		Exchange<String, String> early = open(100, A, B);
		this.table.answer(early.id(), A, "a");
		assertThat(this.table.nextDeadline()).isEqualTo(100);
		assertThat(this.table.expire(99)).isEmpty();
		List<OpenExchanges.Overdue<String, String>> overdue = this.table.expire(100);
		assertThat(overdue).containsExactly(new OpenExchanges.Overdue<>(early, List.of(B)));
		assertThat(early.outcome(B)).isEqualTo(new Exchange.Outcome<>(Exchange.Kind.TIMED_OUT, null));
		assertThat(this.table.nextDeadline()).isEqualTo(300);
		assertThat(this.table.answer(early.id(), B, "late")).isNull();
		assertThat(this.table.answer(late.id(), A, "a")).isSameAs(late);
		assertThat(this.table.expire(300)).isEmpty();
		assertThat(this.table.nextDeadline()).isEqualTo(OpenExchanges.NEVER);
	}

	@Test
	void anotherCanBeAskedInstead() {
		Exchange<String, String> exchange = open(100, A);
		assertThat(this.table.redirect(exchange, A, B)).isTrue();
		assertThat(this.table.redirect(exchange, A, C)).isFalse();
		assertThat(this.table.answer(exchange.id(), A, "a")).isNull();
		assertThat(this.table.answer(exchange.id(), B, "b")).isSameAs(exchange);
		assertThat(this.table.redirect(exchange, B, C)).isFalse();
	}

	@Test
	void noMoreAreOpenThanMayBe() {
		Exchange<String, String> first = open(100, A);
		open(100, A);
		open(100, A);
		assertThat(this.table.open("x", List.of(A), 100)).isNull();
		assertThat(this.table.remove(first)).isTrue();
		assertThat(this.table.remove(first)).isFalse();
		assertThat(this.table.open("x", List.of(A), 100)).isNotNull();
		assertThat(this.table.removeAll()).hasSize(3);
		assertThat(this.table.size()).isZero();
		assertThat(this.table.nextDeadline()).isEqualTo(OpenExchanges.NEVER);
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.open("x", List.of(), 100));
	}

	private Exchange<String, String> open(long deadline, MemberId... members) {
		Exchange<String, String> exchange = this.table.open("context", List.of(members), deadline);
		if (exchange == null) {
			throw new AssertionError("There is room");
		}
		return exchange;
	}

}
