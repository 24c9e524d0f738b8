package dev.muster.sample;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.muster.Member;
import dev.muster.autoconfigure.event.ViewsMergedEvent;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import dev.muster.sample.HistoryTransfer.History;
import dev.muster.sample.HistoryTransfer.Part;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;

class HistoryTransferTests {

	private static final History BEGIN = new History(Part.BEGIN, List.of());

	private static final History END = new History(Part.END, List.of());

	private final Member self = FakeCluster.member("self");

	private final Member oldest = FakeCluster.member("oldest");

	private final Member second = FakeCluster.member("second");

	private final FakeCluster cluster = new FakeCluster(this.self, this.oldest, this.second, this.self);

	private final PubSub pubSub = mock(PubSub.class);

	private final Board board = new Board(this.pubSub, this.cluster, (event) -> {
	});

	private final HistoryTransfer transfer = new HistoryTransfer(this.board, this.pubSub, this.cluster);

	@Test
	void whenStartedThenTheOldestOtherMemberIsAskedUntilItAnswers() {
		this.transfer.ask();
		this.transfer.ask();
		assertThat(asked(2)).containsExactly(this.oldest, this.oldest);
		this.transfer.answered(BEGIN, this.oldest);
		this.transfer.answered(new History(Part.ROOM, List.of(message())), this.oldest);
		this.transfer.ask();
		assertThat(asked(3)).hasSize(3);
		this.transfer.answered(END, this.oldest);
		this.transfer.ask();
		assertThat(asked(3)).hasSize(3);
		assertThat(this.board.rooms().sizes()).containsOnlyKeys("lobby");
	}

	@Test
	void whenTheBeginningOfAnAnswerWasMissedThenTheMemberIsAskedAgain() {
		this.transfer.ask();
		this.transfer.answered(new History(Part.ROOM, List.of(message())), this.oldest);
		this.transfer.answered(END, this.oldest);
		this.transfer.ask();
		assertThat(asked(2)).containsExactly(this.oldest, this.oldest);
	}

	@Test
	void whenTheAskedMemberDepartsThenTheNextOneIsAsked() {
		this.transfer.ask();
		this.cluster.change(this.second, this.self);
		this.transfer.ask();
		assertThat(asked(2)).containsExactly(this.oldest, this.second);
	}

	@Test
	void whenAloneThenNobodyIsAskedUntilSomebodyJoins() {
		this.cluster.change(this.self);
		this.transfer.ask();
		this.cluster.change(this.self, this.second);
		this.transfer.ask();
		assertThat(asked(1)).containsExactly(this.second);
	}

	@Test
	void whenPartsMergeThenTheOldestMemberOfTheOtherPartIsAsked() {
		this.transfer.answered(BEGIN, this.oldest);
		this.transfer.answered(END, this.oldest);
		Member far = FakeCluster.member("far");
		this.cluster.change(this.oldest, this.second, this.self, far);
		this.transfer.partsMerged(new ViewsMergedEvent(this.cluster,
				List.of(FakeCluster.viewOf(4, this.oldest, this.second, this.self), FakeCluster.viewOf(4, far)),
				this.cluster.view()));
		assertThat(asked(1)).containsExactly(far);
	}

	@Test
	void whenAskedThenEachRoomIsSentAndThenTheEnd() {
		BoardMessage message = message();
		this.board.add(message);
		this.transfer.requested(this.second);
		ArgumentCaptor<Object> parts = ArgumentCaptor.forClass(Object.class);
		ArgumentCaptor<PublishOptions> options = ArgumentCaptor.forClass(PublishOptions.class);
		then(this.pubSub).should(Mockito.times(3))
			.publish(eq("board.history.answer"), parts.capture(), options.capture());
		assertThat(parts.getAllValues()).containsExactly(BEGIN, new History(Part.ROOM, List.of(message)), END);
		assertThat(options.getAllValues()).extracting(PublishOptions::member).containsOnly(this.second.id());
	}

	private List<Member> asked(int atLeast) {
		ArgumentCaptor<PublishOptions> options = ArgumentCaptor.forClass(PublishOptions.class);
		then(this.pubSub).should(atLeast(atLeast)).publish(eq("board.history.request"), any(), options.capture());
		return options.getAllValues()
			.stream()
			.map((option) -> List
				.of(this.oldest, this.second, this.cluster.view().members().get(this.cluster.view().size() - 1))
				.stream()
				.filter((member) -> member.id().equals(option.member()))
				.findFirst()
				.orElseThrow())
			.toList();
	}

	private static BoardMessage message() {
		return new BoardMessage(UUID.randomUUID(), "lobby", "ada", "hello", Instant.EPOCH, "oldest");
	}

}
