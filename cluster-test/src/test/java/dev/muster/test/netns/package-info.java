/**
 * Tests of networks of namespaces.
 */
@NullMarked
package dev.muster.test.netns;

import org.jspecify.annotations.NullMarked;
