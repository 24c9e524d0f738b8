package dev.muster.presence;

import dev.muster.Member;

/**
 * How up to date this member's copy of another's entries is.
 *
 * @param member the owner
 * @param self whether it is this member
 * @param visible whether its entries are: it is in the view
 * @param entries how many entries it has here
 * @param version how many of its changes this member has
 * @param lag how many more it has told of that are still missing here
 */
public record OriginStatus(Member member, boolean self, boolean visible, int entries, long version, long lag) {
}
