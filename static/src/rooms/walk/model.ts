/** Loads the room's GLB and dresses it: repeated joints, and what metal mirrors. */
import {
  CanvasTexture,
  EquirectangularReflectionMapping,
  type Group,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MixOperation,
  SRGBColorSpace,
  type Texture,
} from 'three'
import { type GLTF, GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js'

const MIRRORED = 0.5 // the rest of a mirror's share is in the baked colour already (render/atlas.py)
const MIRROR_PX = 96 // brushed steel shows no more than this of the room around it

export interface Model {
  room: Group
  /** Lets metal show the room as seen from a stand point. */
  mirror: (picture: HTMLImageElement) => void
  close: () => void
}

export async function loadModel(url: string, progress: (share: number) => void): Promise<Model> {
  const gltf = await new GLTFLoader().loadAsync(url, ({ loaded, total }) =>
    progress(total ? loaded / total : 0),
  )
  const materials = new Set<MeshBasicMaterial>()
  gltf.scene.traverse((one) => {
    if (!(one instanceof Mesh)) return
    one.geometry.computeVertexNormals() // each surface has corners of its own, so these are its normals
    if (one.material instanceof MeshBasicMaterial) materials.add(one.material)
  })
  await Promise.all([...materials].map((material) => addDetail(gltf, material)))
  const shiny = [...materials].filter(({ userData }) => userData.shine)
  let around: Texture | null = null
  return {
    room: gltf.scene,
    mirror(picture) {
      around?.dispose()
      around = blurred(picture)
      for (const material of shiny) {
        Object.assign(material, {
          envMap: around,
          combine: MixOperation,
          reflectivity: material.userData.shine * MIRRORED,
          needsUpdate: true,
        })
      }
    },
    close() {
      around?.dispose()
      for (const material of materials) {
        material.map?.dispose()
        material.aoMap?.dispose()
        material.dispose()
      }
      gltf.scene.traverse((one) => one instanceof Mesh && one.geometry.dispose())
    },
  }
}

/** Joints hang in the file as occlusion with texture coordinates of their own (render/mesh.py). */
async function addDetail(gltf: GLTF, material: MeshBasicMaterial): Promise<void> {
  const number = gltf.parser.associations.get(material as Material)?.materials
  const hung = number === undefined ? undefined : gltf.parser.json.materials[number].occlusionTexture
  if (!hung) return
  const texture = (await gltf.parser.getDependency('texture', hung.index)) as Texture
  texture.channel = hung.texCoord
  texture.anisotropy = 8
  material.aoMap = texture
  material.color.setScalar(material.userData.gain)
}

function blurred(picture: HTMLImageElement): Texture {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: MIRROR_PX, height: MIRROR_PX / 2 })
  const pen = canvas.getContext('2d')!
  // three.js has east in the middle of such a picture, ours has north.
  for (const left of [-0.25, 0.75]) pen.drawImage(picture, left * MIRROR_PX, 0, MIRROR_PX, MIRROR_PX / 2)
  const texture = new CanvasTexture(canvas)
  texture.mapping = EquirectangularReflectionMapping
  texture.colorSpace = SRGBColorSpace
  return texture
}
