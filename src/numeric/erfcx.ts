const INVERSE_SQRT_PI = 0.5641895835477563;

/**
 * Scaled complementary error function, e^(z²) · erfc(z).
 *
 * @param z - Any number.
 * @returns A value above 0; about 1 / (z √π) for large z, Infinity below about −26.6.
 * @remarks Relative error below 1e-15. Source: [Cody1969], rational approximations in three ranges.
 * @example
 * erfcx(1); // 0.4275835761558…
 */
export function erfcx(z: number): number {
  if (z < 0) return z < -0.46875 ? 2 * Math.exp(z * z) - erfcx(-z) : Math.exp(z * z) * (1 - smallErf(z));
  if (z <= 0.46875) return Math.exp(z * z) * (1 - smallErf(z));
  return z <= 4 ? middleErfcx(z) : largeErfcx(z);
}

function smallErf(z: number): number {
  const y = z * z;
  const top = (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y + 3209.3775891384694;
  const bottom = (((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171;
  return (z * top) / bottom;
}

function middleErfcx(z: number): number {
  let top = 2.1531153547440383e-8 * z + 0.5641884969886701;
  top = top * z + 8.883149794388377;
  top = top * z + 66.11919063714163;
  top = top * z + 298.6351381974001;
  top = top * z + 881.952221241769;
  top = top * z + 1712.0476126340707;
  top = top * z + 2051.0783778260716;
  top = top * z + 1230.3393547979972;
  let bottom = z + 15.744926110709835;
  bottom = bottom * z + 117.6939508913125;
  bottom = bottom * z + 537.1811018620099;
  bottom = bottom * z + 1621.3895745666903;
  bottom = bottom * z + 3290.7992357334597;
  bottom = bottom * z + 4362.619090143247;
  bottom = bottom * z + 3439.3676741437216;
  bottom = bottom * z + 1230.3393548037495;
  return top / bottom;
}

function largeErfcx(z: number): number {
  const y = 1 / (z * z);
  const top =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y + 0.016083785148742275) * y +
    0.0006587491615298378;
  const bottom = ((((y + 2.568520192289822) * y + 1.8729528499234673) * y + 0.5279051029514285) * y + 0.06051834131244132) * y + 0.0023352049762686918;
  return (INVERSE_SQRT_PI - (y * top) / bottom) / z;
}
