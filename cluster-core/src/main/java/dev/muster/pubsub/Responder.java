package dev.muster.pubsub;

/**
 * Marks the handler of a subscription that answers requests.
 *
 * @param handler answers them
 */
record Responder(RequestHandler<Object, Object> handler) implements MessageHandler<Object> {

	@Override
	public void handle(Message<Object> message) throws Exception {
		this.handler.handle(message);
	}

}
