/**
 * Annotations for the methods of Spring beans.
 */
@NullMarked
package dev.muster.annotation;

import org.jspecify.annotations.NullMarked;
