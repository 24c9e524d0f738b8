package dev.muster.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * One of a group gets each message, also where all is sent in one stream.
 */
@Timeout(120)
@ParameterizedClass
@ValueSource(booleans = { false, true })
class GroupTests {

	private static final SubscriptionOptions GROUP = SubscriptionOptions.defaults().group("g");

	private final FakeNetwork network;

	private final TestBus a;

	private final TestBus b;

	private final TestBus c;

	GroupTests(boolean multicasts) {
		this.network = new FakeNetwork(multicasts);
		this.a = new TestBus(this.network, "a").start();
		this.b = new TestBus(this.network, "b").start();
		this.c = new TestBus(this.network, "c").start();
	}

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
		this.c.close();
	}

	@Test
	void eachMessageGoesToOneOfEachGroupAndToAllOthers() throws Exception {
		List<TestBus.Received<String>> group = new ArrayList<>();
		for (TestBus bus : List.of(this.a, this.b, this.c)) {
			group.add(bus.subscribe("t.*", String.class, GROUP).live());
		}
		TestBus.Received<String> otherGroup = this.b.subscribe("t.x", String.class, GROUP.group("h")).live();
		TestBus.Received<String> plain = this.b.subscribe("t.x", String.class).live();
		TestBus.Received<String> far = this.c.subscribe("**", String.class).live();
		List<String> expected = IntStream.range(0, 30).mapToObj(String::valueOf).toList();
		expected.forEach((payload) -> this.a.pubSub.publish("t.x", payload));
		await().untilAsserted(() -> assertThat(plain.payloads()).isEqualTo(expected));
		await().untilAsserted(() -> assertThat(otherGroup.payloads()).isEqualTo(expected));
		await().untilAsserted(() -> assertThat(far.payloads()).isEqualTo(expected));
		await().untilAsserted(() -> assertThat(all(group)).hasSize(30));
		assertThat(all(group)).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(group).allSatisfy((each) -> assertThat(each.payloads()).isNotEmpty()
			.isSortedAccordingTo((one, two) -> Integer.parseInt(one) - Integer.parseInt(two)));
		assertThat(this.a.pubSub.subscribers("t.x")).contains(this.a.id(), this.b.id(), this.c.id());
	}

	private static List<String> all(List<TestBus.Received<String>> group) {
		return group.stream().flatMap((each) -> each.payloads().stream()).toList();
	}

	@Test
	void whileNothingWaitsMembersTakeTurns() throws Exception {
		TestBus.Received<String> one = this.b.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> two = this.c.subscribe("t", String.class, GROUP).live();
		for (int i = 1; i <= 6; i++) {
			this.a.pubSub.publish("t", "x");
			int sum = i;
			await().until(() -> one.messages().size() + two.messages().size() == sum);
		}
		assertThat(one.messages()).hasSize(3);
		assertThat(two.messages()).hasSize(3);
	}

	@Test
	void subscriptionsOfOneMemberTakeTurnsAndABusyOneIsPassedOver() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		TestBus.live(this.b.pubSub.subscribe("t", String.class, GROUP, (message) -> blocked.await()));
		TestBus.Received<String> idle = this.b.subscribe("t", String.class, GROUP).live();
		for (int i = 0; i < 20; i++) {
			this.a.pubSub.publish("t", String.valueOf(i));
			int sum = i + 1;
			await().until(() -> this.b.pubSub.statistics().received() == sum);
			await().until(() -> this.b.pubSub.subscriptions().get(1).queued() == 0);
		}
		await().untilAsserted(
				() -> assertThat(idle.messages()).as("one is handled, and one waits, at the other").hasSize(18));
		blocked.countDown();
	}

	@Test
	void afterAMergeAGroupIsFoundBeforeItsMembersWereHeardAgain() throws Exception {
		TestBus.Received<String> group = this.b.subscribe("t", String.class, GROUP).live();
		this.network.split((node) -> node == this.b.transport);
		this.b.transport.hook = (to, frame) -> false;
		this.network.merge();
		this.a.pubSub.publish("t", "x");
		await().untilAsserted(() -> assertThat(group.payloads()).containsExactly("x"));
	}

	@Test
	void afterAMergeAGroupIsFoundOutsideThisMemberToo() throws Exception {
		TestBus.Received<String> own = this.a.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> group = this.b.subscribe("t", String.class, GROUP).live();
		this.network.split((node) -> node == this.b.transport);
		this.b.transport.hook = (to, frame) -> false;
		this.network.merge();
		this.a.pubSub.publish("t", "x", PublishOptions.defaults().toOthers());
		await().untilAsserted(() -> assertThat(group.payloads()).containsExactly("x"));
		assertThat(own.messages()).isEmpty();
	}

	@Test
	void afterAMergeAMemberThatIsKnownToBeInTheGroupIsPreferred() throws Exception {
		TestBus.Received<String> unheard = this.b.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> known = this.c.subscribe("t", String.class, GROUP).live();
		this.network.split((node) -> node == this.b.transport);
		this.b.transport.hook = (to, frame) -> false;
		this.network.merge();
		await().untilAsserted(() -> assertThat(this.a.pubSub.subscribers("t")).containsExactly(this.c.id()));
		List<String> expected = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
		expected.forEach((payload) -> this.a.pubSub.publish("t", payload));
		await().untilAsserted(() -> assertThat(known.payloads()).isEqualTo(expected));
		assertThat(unheard.messages()).isEmpty();
	}

	@Test
	void aKeyGoesToOneSubscriptionWhoeverPublishes() throws Exception {
		Map<String, List<String>> byKey = new HashMap<>();
		List<TestBus.Received<String>> group = new ArrayList<>();
		for (TestBus bus : List.of(this.a, this.b, this.b, this.c)) {
			group.add(bus.subscribe("t", String.class, GROUP).live());
		}
		// so many keys that none of the four goes without: member ids are random
		for (int i = 0; i < 300; i++) {
			TestBus publisher = List.of(this.a, this.b, this.c).get(i % 3);
			publisher.pubSub.publish("t", "key" + i / 3, PublishOptions.defaults().key("key" + i / 3));
		}
		await().untilAsserted(() -> assertThat(all(group)).hasSize(300));
		for (int i = 0; i < group.size(); i++) {
			for (String key : group.get(i).payloads()) {
				byKey.computeIfAbsent(key, (each) -> new ArrayList<>()).add("subscription " + i);
			}
		}
		assertThat(byKey).hasSize(100)
			.allSatisfy((key,
					subscriptions) -> assertThat(subscriptions).as(key).hasSize(3).containsOnly(subscriptions.get(0)));
		assertThat(group).allSatisfy((each) -> assertThat(each.payloads()).isNotEmpty());
	}

	@Test
	void scopesHoldForGroups() throws Exception {
		TestBus.Received<String> here = this.a.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> there = this.b.subscribe("t", String.class, GROUP).live();
		PublishOptions options = PublishOptions.defaults();
		for (int i = 0; i < 4; i++) {
			this.a.pubSub.publish("t", "others", options.toOthers());
			this.a.pubSub.publish("t", "local", options.localOnly());
			this.a.pubSub.publish("t", "member", options.to(this.b.id()));
			this.a.pubSub.publish("t", "nobody", options.to(this.c.id()));
		}
		await().untilAsserted(() -> assertThat(here.payloads()).hasSize(4).containsOnly("local"));
		await().untilAsserted(() -> assertThat(there.payloads()).hasSize(8).containsOnly("others", "member"));
	}

	@Test
	void whenAMemberLeavesTheOthersGetAll() throws Exception {
		TestBus.Received<String> staying = this.b.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> leaving = this.c.subscribe("t", String.class, GROUP).live();
		this.c.transport.stop();
		for (int i = 0; i < 5; i++) {
			this.a.pubSub.publish("t", "x");
		}
		await().untilAsserted(() -> assertThat(staying.messages()).hasSize(5));
		assertThat(leaving.messages()).isEmpty();
	}

	@Test
	void whenASubscriptionOfAGroupIsClosedTheOthersGetAll() throws Exception {
		TestBus.Received<String> staying = this.b.subscribe("t", String.class, GROUP).live();
		TestBus.Received<String> closing = this.c.subscribe("t", String.class, GROUP).live();
		closing.subscription().close();
		await().until(() -> this.a.pubSub.subscribers("t").equals(Set.of(this.b.id())));
		for (int i = 0; i < 5; i++) {
			this.a.pubSub.publish("t", "x");
		}
		await().untilAsserted(() -> assertThat(staying.messages()).hasSize(5));
	}

	@Test
	void aNameOfAGroupIsBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> SubscriptionOptions.defaults().group(""));
		assertThatIllegalArgumentException().isThrownBy(() -> SubscriptionOptions.defaults().group("a\u0001b"));
		assertThatIllegalArgumentException().isThrownBy(() -> SubscriptionOptions.defaults().group("ü".repeat(51)));
		assertThat(SubscriptionOptions.defaults().group("ü".repeat(50)).group()).hasSize(50);
	}

}
