/**
 * The members as instances of a service, for Spring Cloud: LoadBalancer, Gateway and
 * others find them without a registry.
 */
@NullMarked
package dev.muster.autoconfigure.cloud.instances;

import org.jspecify.annotations.NullMarked;
