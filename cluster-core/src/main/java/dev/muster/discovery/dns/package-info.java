/**
 * Peers by the domain name system: addresses and services that a name stands for, also
 * that of a headless service in Kubernetes.
 */
@NullMarked
package dev.muster.discovery.dns;

import org.jspecify.annotations.NullMarked;
