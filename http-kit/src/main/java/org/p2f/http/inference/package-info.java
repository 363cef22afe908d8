/** What every server has to know of the Open Inference Protocol. */
@NullMarked
package org.p2f.http.inference;

import org.jspecify.annotations.NullMarked;
