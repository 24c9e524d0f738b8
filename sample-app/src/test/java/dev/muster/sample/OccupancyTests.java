package dev.muster.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.muster.Departure;
import dev.muster.Member;
import dev.muster.NotRunningException;
import dev.muster.Registration;
import dev.muster.autoconfigure.event.MemberJoinedEvent;
import dev.muster.autoconfigure.event.MemberLeftEvent;
import dev.muster.pubsub.PubSub;
import dev.muster.pubsub.PublishOptions;
import dev.muster.pubsub.PublishOptions.Scope;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

class OccupancyTests {

	private final Member self = FakeCluster.member("node-1");

	private final Member other = FakeCluster.member("node-2");

	private final FakeCluster cluster = new FakeCluster(this.self, this.self, this.other);

	private final PubSub pubSub = mock(PubSub.class);

	private final List<Object> events = new ArrayList<>();

	private final Occupancy occupancy = new Occupancy(this.pubSub, this.cluster, this.events::add);

	@Test
	void whenSomebodyEntersThenTheOthersAreTold() {
		this.occupancy.enter("lobby", "ada");
		NodeOccupants told = lastTold();
		assertThat(told.rooms()).containsOnly(Map.entry("lobby", List.of("ada")));
		assertThat(this.occupancy.occupants("lobby")).containsExactly(new Occupant("ada", "node-1"));
		assertThat(this.events).containsExactly(new BoardChangedEvent());
	}

	@Test
	void whenSomebodyHasTwoBrowsersThenTheNameStaysUntilTheLastIsGone() {
		Registration first = this.occupancy.enter("lobby", "ada");
		Registration second = this.occupancy.enter("lobby", "ada");
		first.close();
		assertThat(this.occupancy.occupants("lobby")).containsExactly(new Occupant("ada", "node-1"));
		second.close();
		assertThat(this.occupancy.occupants("lobby")).isEmpty();
		assertThat(this.occupancy.rooms()).isEmpty();
		assertThat(lastTold().rooms()).isEmpty();
		assertThat(lastTold().version()).isEqualTo(4);
	}

	@Test
	void whenAnotherNodeTellsThenItsOccupantsAreListedByName() {
		this.occupancy.enter("lobby", "cy");
		this.occupancy.told(told(1, "Bob", "ada"), this.other);
		assertThat(this.occupancy.occupants("lobby")).containsExactly(new Occupant("ada", "node-2"),
				new Occupant("Bob", "node-2"), new Occupant("cy", "node-1"));
		assertThat(this.occupancy.rooms()).containsExactly("lobby");
	}

	@Test
	void whenAnOlderListArrivesLaterThenItIsIgnored() {
		this.occupancy.told(told(2, "ada"), this.other);
		this.occupancy.told(told(1, "bob"), this.other);
		assertThat(this.occupancy.occupants("lobby")).extracting(Occupant::name).containsExactly("ada");
	}

	@Test
	void whenAMemberLeavesThenItsOccupantsAreGone() {
		this.occupancy.told(told(1, "ada"), this.other);
		this.cluster.change(this.self);
		this.occupancy.left(new MemberLeftEvent(this.cluster, this.other, Departure.FAILED, this.cluster.view()));
		assertThat(this.occupancy.occupants("lobby")).isEmpty();
		assertThat(this.occupancy.rooms()).isEmpty();
	}

	@Test
	void whenAMembersListIsHandledAfterItLeftThenItIsIgnored() {
		this.cluster.change(this.self);
		this.occupancy.told(told(1, "ada"), this.other);
		assertThat(this.occupancy.rooms()).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void whenAMemberJoinsThenItAloneIsTold() {
		Member third = FakeCluster.member("node-3");
		this.cluster.change(this.self, this.other, third);
		this.occupancy.joined(new MemberJoinedEvent(this.cluster, third, this.cluster.view()));
		ArgumentCaptor<PublishOptions> options = ArgumentCaptor.forClass(PublishOptions.class);
		then(this.pubSub).should().publish(eq("board.occupants"), any(), options.capture());
		assertThat(options.getValue().scope()).isEqualTo(Scope.MEMBER);
		assertThat(options.getValue().member()).isEqualTo(third.id());
	}

	@Test
	void whenThisNodeItselfJoinsThenNobodyIsTold() {
		this.occupancy.joined(new MemberJoinedEvent(this.cluster, this.self, this.cluster.view()));
		then(this.pubSub).should(never()).publish(any(), any(), any());
	}

	@Test
	void whenTheBusDoesNotTakeItThenTheRefreshTellsIt() {
		willThrow(new NotRunningException()).willDoNothing().given(this.pubSub).publish(any(), any(), any());
		this.occupancy.enter("lobby", "ada");
		this.occupancy.refresh();
		assertThat(lastTold().in("lobby")).containsExactly("ada");
	}

	private NodeOccupants lastTold() {
		ArgumentCaptor<Object> payload = ArgumentCaptor.forClass(Object.class);
		then(this.pubSub).should(atLeastOnce()).publish(eq("board.occupants"), payload.capture(), any());
		return (NodeOccupants) payload.getValue();
	}

	private static NodeOccupants told(long version, String... names) {
		return new NodeOccupants(version, Map.of("lobby", List.of(names)));
	}

}
