/**
 * The bus: publish to topics, subscribe with patterns, on all members of the cluster.
 *
 * <p>
 * A reader may begin with {@link dev.muster.pubsub.DefaultPubSub}. Below it:
 *
 * <ul>
 * <li>The way out: {@code Publisher} encodes once, takes the {@code Route} of the topic,
 * and puts the message into the queue of each {@code LocalSubscription} and {@code Peer}
 * on it. Both are a {@code Mailbox}: a bounded queue with an overflow policy, emptied by
 * one task at a time. A peer's task makes batches of what waits.</li>
 * <li>The way in: {@code BatchReader} takes batches apart, trusting nothing;
 * {@code Receiver} puts messages into the queues of subscriptions. They are decoded
 * there, lazily, once for each type.</li>
 * <li>Interest: {@code InterestTable} computes routes from what each member wants. Each
 * member replicates its own ({@link dev.muster.replication}); {@code PeerInterest}
 * listens to what the replica has of others, {@code LocalSubscriptions} has this
 * member's.</li>
 * <li>More than a message to everybody: {@code Delivery} has requests ({@code Requester},
 * {@code ServedRequests}), messages to be confirmed ({@code Confirmer}) and the choice of
 * members of groups ({@code GroupChoice}). {@code Exchanges} is the shell around
 * {@link dev.muster.pubsub.exchange.OpenExchanges}.</li>
 * <li>The wire: {@code Frames} and {@code DeliveryFrames} have the format.</li>
 * </ul>
 */
@NullMarked
package dev.muster.pubsub;

import org.jspecify.annotations.NullMarked;
