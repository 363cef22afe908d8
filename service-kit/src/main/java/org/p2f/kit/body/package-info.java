/** Content codings of request bodies. */
@NullMarked
package org.p2f.kit.body;

import org.jspecify.annotations.NullMarked;
