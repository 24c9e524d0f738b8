package dev.muster.autoconfigure.ready;

import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

/**
 * Spring Boot's own availability, but that an application which is ready to accept
 * traffic does not count as such while a {@link ReadyGate} is closed.
 */
public class GatedApplicationAvailability extends ApplicationAvailabilityBean {

	private final ReadyGate gate;

	/**
	 * Create an availability.
	 * @param gate the gate
	 */
	public GatedApplicationAvailability(ReadyGate gate) {
		this.gate = gate;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		if (event.getState() instanceof ReadinessState state && !this.gate.isSourceOf(event)
				&& !this.gate.admits(state)) {
			return;
		}
		super.onApplicationEvent(event);
	}

}
