/**
 * Kubernetes' API as a source of peers: the EndpointSlices of a service, watched.
 */
@NullMarked
package dev.muster.autoconfigure.kubernetes;

import org.jspecify.annotations.NullMarked;
