package dev.muster.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;

import dev.muster.Registration;
import dev.muster.annotation.ClusterListener;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers beans that are {@link ClusterListener listeners} or have listener methods.
 */
class ClusterListenerAnnotationBeanPostProcessor extends ListenerBeanPostProcessor<ListenerDeclarations> {

	private final ObjectProvider<ClusterListenerRegistry> registry;

	private final ListenerEndpointReader reader;

	ClusterListenerAnnotationBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<ClusterListenerRegistry> registry) {
		super(beanFactory);
		this.registry = registry;
		this.reader = new ListenerEndpointReader(new ListenerContext(beanFactory));
	}

	@Override
	protected @Nullable ListenerDeclarations find(Class<?> type) {
		ListenerDeclarations declarations = ListenerDeclarations.of(type);
		return declarations.isEmpty() ? null : declarations;
	}

	@Override
	protected List<Registration> register(Object bean, String beanName, Class<?> type,
			ListenerDeclarations declarations) {
		List<Registration> registered = new ArrayList<>();
		try {
			for (ClusterListenerEndpoint endpoint : this.reader.read(bean, beanName, type, declarations)) {
				registered.add(this.registry.getObject().register(endpoint));
			}
			return registered;
		}
		catch (RuntimeException ex) {
			registered.forEach(Registration::close);
			throw ex;
		}
	}

}
