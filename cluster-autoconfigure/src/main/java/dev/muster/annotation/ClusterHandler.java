package dev.muster.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks one of the methods of a class with {@link ClusterListener} that messages are for.
 * It takes what a listener method may take.
 *
 * <p>
 * If there are several, each message goes to the one whose payload type fits it best. As
 * no message names a class, their types need a common supertype that payloads can become,
 * such as a sealed interface with {@code @JsonTypeInfo(use = NAME)}; if there is not
 * exactly one, the application does not start. Either all of them answer requests, or
 * none.
 *
 * <pre class="code">
 * &#064;Component
 * &#064;ClusterListener("orders.*")
 * class OrderListener {
 *
 *     &#064;ClusterHandler
 *     void on(OrderCreated created) {}
 *
 *     &#064;ClusterHandler
 *     void on(OrderEvent other) {} // whatever else there is or will be
 *
 * }
 * </pre>
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ClusterListenerReflectiveProcessor.class)
public @interface ClusterHandler {

}
