package org.p2f.numerics.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that compare results with values computed by other code: golden tensors, a peer's
 * network, Pillow's pixels. They are counted, and the count of those that ran and those that were
 * skipped is printed when the module's tests have ended.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("reference")
@ExtendWith(ReferenceCheckCounter.class)
public @interface ReferenceCheck {}
