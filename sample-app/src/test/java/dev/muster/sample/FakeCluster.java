package dev.muster.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.muster.Cluster;
import dev.muster.ClusterView;
import dev.muster.Member;
import dev.muster.MemberId;
import dev.muster.MembershipListener;
import dev.muster.Registration;

/**
 * A cluster whose view is what a test says.
 */
final class FakeCluster implements Cluster {

	private final Member self;

	private volatile ClusterView view;

	FakeCluster(Member self, Member... oldestFirst) {
		this.self = self;
		this.view = viewOf(1, oldestFirst);
	}

	static Member member(String name) {
		return new Member(MemberId.random(), name, "127.0.0.1", 7800, Map.of());
	}

	static ClusterView viewOf(long number, Member... oldestFirst) {
		return new ClusterView(number, oldestFirst[0], List.of(oldestFirst));
	}

	void change(Member... oldestFirst) {
		this.view = viewOf(this.view.number() + 1, oldestFirst);
	}

	@Override
	public String name() {
		return "board";
	}

	@Override
	public Member self() {
		return this.self;
	}

	@Override
	public ClusterView view() {
		return this.view;
	}

	@Override
	public boolean isCoordinator() {
		return this.view.coordinator().equals(this.self);
	}

	@Override
	public CompletableFuture<ClusterView> awaitMembers(int count, Duration timeout) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Registration addListener(MembershipListener listener) {
		throw new UnsupportedOperationException();
	}

}
