package dev.muster.transport;

import dev.muster.Registration;

/**
 * Where the transport gets its keys and certificates from. Safe for use by many threads.
 */
public interface TlsSource {

	/**
	 * Return what new connections use.
	 * @return the material
	 */
	TlsMaterial material();

	/**
	 * Be told when there is other material: new connections use it, and the existing ones
	 * are replaced.
	 * @param listener is told after {@link #material()} has changed
	 * @return closes to remove the listener
	 */
	Registration addChangeListener(Runnable listener);

}
