package dev.muster.autoconfigure.presence.listener;

import dev.muster.autoconfigure.event.PresenceChangedEvent;
import dev.muster.autoconfigure.listener.ClusterListenerRegistry;
import dev.muster.presence.Presence;
import dev.muster.presence.PresenceOptions;
import dev.muster.pubsub.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes each diff as a {@link PresenceChangedEvent}.
 */
class PresenceEvents implements SmartLifecycle {

	private final Presence presence;

	private final ApplicationEventPublisher publisher;

	private volatile @Nullable Subscription subscription;

	PresenceEvents(Presence presence, ApplicationEventPublisher publisher) {
		this.presence = presence;
		this.publisher = publisher;
	}

	@Override
	public void start() {
		this.subscription = this.presence.subscribe("**", PresenceOptions.defaults().id("muster.presence.events"),
				(diff) -> this.publisher.publishEvent(new PresenceChangedEvent(this.presence, diff)));
	}

	@Override
	public void stop() {
		Subscription open = this.subscription;
		if (open != null) {
			open.close();
			this.subscription = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.subscription != null;
	}

	@Override
	public int getPhase() {
		return ClusterListenerRegistry.PHASE;
	}

}
