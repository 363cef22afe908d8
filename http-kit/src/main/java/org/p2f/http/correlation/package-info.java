/** One id for a request in answers and in the logs of all that had a part in it. */
@NullMarked
package org.p2f.http.correlation;

import org.jspecify.annotations.NullMarked;
