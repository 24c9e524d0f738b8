package dev.muster.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Holds several {@link ClusterListener} annotations of one method or class.
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(ClusterListenerReflectiveProcessor.class)
public @interface ClusterListeners {

	/**
	 * The annotations.
	 * @return the annotations
	 */
	ClusterListener[] value();

}
