/**
 * Spring Cloud's registries as a source of peers: any {@code DiscoveryClient} bean.
 */
@NullMarked
package dev.muster.autoconfigure.cloud;

import org.jspecify.annotations.NullMarked;
