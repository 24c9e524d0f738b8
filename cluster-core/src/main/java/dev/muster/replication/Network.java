package dev.muster.replication;

import dev.muster.MemberId;

/**
 * What the core does to the world: it hands out frames, and nothing of this blocks.
 */
interface Network {

	void send(MemberId to, byte[] frame);

	void send(MemberId to, FrameStream frames);

	/** Send to all other members of the view, after what was sent to each before. */
	void broadcast(byte[] frame);

}
