package dev.muster.pubsub;

import dev.muster.Member;

/**
 * Tells that the responder's handler failed. What it threw is here as text only: its
 * class need not exist on this node, and is never loaded.
 */
public class RemoteHandlerException extends RequestException {

	private final transient Member member;

	private final String exceptionType;

	private final String remoteMessage;

	RemoteHandlerException(String topic, Member member, String exceptionType, String remoteMessage) {
		super("The responder of " + member + " failed on the request to '" + topic + "': " + exceptionType + ": "
				+ remoteMessage);
		this.member = member;
		this.exceptionType = exceptionType;
		this.remoteMessage = remoteMessage;
	}

	/**
	 * Return whose handler failed.
	 * @return the member
	 */
	public Member member() {
		return this.member;
	}

	/**
	 * Return the class of what the handler threw.
	 * @return its name, cut off after 200 characters
	 */
	public String exceptionType() {
		return this.exceptionType;
	}

	/**
	 * Return the message of what the handler threw.
	 * @return the message, empty if there was none, cut off after 1,000 characters
	 */
	public String remoteMessage() {
		return this.remoteMessage;
	}

}
