/** What the tests of this service share. */
@NullMarked
package org.p2f.representation.test;

import org.jspecify.annotations.NullMarked;
