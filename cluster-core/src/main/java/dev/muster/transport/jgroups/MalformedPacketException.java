package dev.muster.transport.jgroups;

/**
 * Thrown for a packet that breaks the format. Has no stack trace: whoever can send
 * packets could make us spend time on it.
 */
final class MalformedPacketException extends Exception {

	MalformedPacketException(String message) {
		super(message, null, false, false);
	}

}
