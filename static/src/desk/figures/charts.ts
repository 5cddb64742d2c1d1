// Fetched with the first chart that is shown: only what these charts draw with, as SVG, which prints.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

export type Option = EChartsCoreOption
export type Chart = EChartsType

export const draw = (element: HTMLElement): Chart => init(element, null, { renderer: 'svg' })
