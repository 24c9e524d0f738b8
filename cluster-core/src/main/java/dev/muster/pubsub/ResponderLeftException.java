package dev.muster.pubsub;

import dev.muster.Member;

/**
 * Tells that the member that was asked has left the view before it replied. It may have
 * handled the request, so nobody else was asked.
 */
public class ResponderLeftException extends RequestException {

	private final transient Member member;

	ResponderLeftException(String topic, Member member) {
		super("Member " + member + " left before it replied to the request to '" + topic + "'");
		this.member = member;
	}

	/**
	 * Return who left.
	 * @return the member
	 */
	public Member member() {
		return this.member;
	}

}
