/** Validation of request parameters: unknown ones are refused. */
@NullMarked
package org.p2f.kit.query;

import org.jspecify.annotations.NullMarked;
