package org.p2f.kit.query;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type that controller methods take and that is read from these query parameters, so that
 * they are known where it is taken.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadsParameters {
  /** Their names. */
  String[] value();
}
