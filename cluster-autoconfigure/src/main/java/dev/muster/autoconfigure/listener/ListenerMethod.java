package dev.muster.autoconfigure.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

import dev.muster.pubsub.Message;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method of a bean. What the method throws is thrown on.
 */
final class ListenerMethod implements ListenerInvocation {

	private final Object bean;

	private final Method method;

	private final ListenerArgument[] arguments;

	/**
	 * Create an invocation.
	 * @param bean the bean, or its proxy
	 * @param method a method that can be called on it
	 * @param arguments takes each argument from a message
	 */
	ListenerMethod(Object bean, Method method, List<ListenerArgument> arguments) {
		this.bean = bean;
		this.method = method;
		this.arguments = arguments.toArray(new ListenerArgument[0]);
	}

	@Override
	public @Nullable Object invoke(Message<?> message) throws Exception {
		@Nullable Object[] values = new Object[this.arguments.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments[i].from(message);
		}
		try {
			return ListenerResults.stageOrValue(this.method.invoke(this.bean, values));
		}
		catch (InvocationTargetException ex) {
			Throwable thrown = ex.getTargetException();
			if (thrown instanceof Error error) {
				throw error;
			}
			throw (thrown instanceof Exception exception) ? exception : ex;
		}
	}

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getSimpleName() + "." + this.method.getName();
	}

}
