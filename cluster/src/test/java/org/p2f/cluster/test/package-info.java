/** What tests of indexes need. */
@NullMarked
package org.p2f.cluster.test;

import org.jspecify.annotations.NullMarked;
