package dev.muster.autoconfigure;

import dev.muster.ClusterNode;

/**
 * Changes the auto-configured node before it is built. Beans of this type are called in
 * their {@link org.springframework.core.annotation.Order order}, after the properties
 * were applied.
 */
@FunctionalInterface
public interface ClusterNodeCustomizer {

	/**
	 * Customize the node.
	 * @param builder builds the node
	 */
	void customize(ClusterNode.Builder builder);

}
